"""Audiences: the grammar of rules, quotas, arms, who is in them when, what a plan does to them."""
