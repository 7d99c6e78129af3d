"""A second calculation of scores, written from the definition of the method alone; it shares nothing with the first."""
