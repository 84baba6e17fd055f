"""What a question asks: its terms and parts, what it compares, what it wants confirmed, whose office it names."""
