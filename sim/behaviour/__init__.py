"""How members behave: a folder a decision, a module a mechanism, parameters beside equations."""
