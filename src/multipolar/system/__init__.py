"""The international system: poles, balance."""
