"""What `nearhand bench` measures: ways of pairing on the same towns, the map, the live index."""
