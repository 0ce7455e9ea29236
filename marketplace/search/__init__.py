"""Full text over what is published: an index in files, derived and swapped whole. No database."""
