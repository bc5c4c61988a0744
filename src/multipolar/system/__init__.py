"""The international system: poles, balance, blocs, triangles, realignments."""
