"""What is tested: the scenario format, its checks, and the library of ready scenarios."""

from scenarios.loader import library_names, load, parse, read_case, read_recipe, recipe_names
from scenarios.objective import Constraint, Objective, parse_constraint, parse_objective
from scenarios.scenario import Scenario
from scenarios.schema import json_schema

__all__ = [
    "Constraint",
    "Objective",
    "Scenario",
    "json_schema",
    "library_names",
    "load",
    "parse",
    "parse_constraint",
    "parse_objective",
    "read_case",
    "read_recipe",
    "recipe_names",
]
