"""jieba's tagged cutting, the part that the benchmark calls."""
