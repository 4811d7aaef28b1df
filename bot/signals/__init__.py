"""What a listing says about itself: names, pictures, the offer, and how they are weighed."""
