"""The benchmark: Varig beside the least that could be done, bare SQL over its own tables. See docs/benchmarks.md."""
