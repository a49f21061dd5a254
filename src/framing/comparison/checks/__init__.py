"""Whether a finding survives: other measures, same stories, other tests, other codebooks."""
