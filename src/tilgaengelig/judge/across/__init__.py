"""What only shows across the pages of a site: checks `(facts: SiteFacts, rule, *, …) -> Iterator[SiteFinding]`."""
