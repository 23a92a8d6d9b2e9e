"""What is known of written Danish: sentences, words, measures and language. Strings in, numbers and places out."""
