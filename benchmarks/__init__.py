"""Speed, memory and faithfulness of the whole program: ``make bench`` prints one table."""
