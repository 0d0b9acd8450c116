"""Programs of other people that tests hold ours against, fetched by their names."""
