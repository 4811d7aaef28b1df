"""The frozen records and pure rules of brand protection; knows nothing that is outside."""
