"""Evidence from the web: pages, pictures, screenshots and archives, time-stamped and sealed."""
