"""What a module of behaviour declares: a decision that everybody takes, or a mechanism.

A mechanism may be absent: its switches are parameters whose neutral values make it so, to the bit.
The declaration stands beside the equation, as ``DECISION`` or ``MECHANISM`` of its module, and
bears the module's name; `sim.behaviour.register` collects them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.behaviour.parameter import Parameter as Parameter


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that the members of every community take.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    parameters
        Its parameters, the most telling one first.
    """

    name: str
    title: str
    title_zh: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Mechanism:
    """A mechanism that a community may have or lack.

    Attributes
    ----------
    name, title, title_zh
        What it is called.
    switches
        Parameters with whose neutral values it is absent.
    parameters
        All its parameters, the switches among them.
    needs
        What a plan or a scenario must give besides, if anything.
    memory
        Whether members must remember something for it (`sim.compiled.layout.MEMORY`).
    """

    name: str
    title: str
    title_zh: str
    switches: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    needs: str = ""
    memory: bool = False

    @property
    def typical(self) -> dict[str, float]:
        """Values of the switches where the mechanism is on."""
        return {each.name: each.on for each in self._switches}

    @property
    def neutral(self) -> dict[str, float]:
        """Values of the switches where it is off."""
        return {each.name: each.off for each in self._switches}

    @property
    def is_usual(self) -> bool:
        """Whether it is on by default, in the preset `plain` and every other."""
        return any(each.value != each.off for each in self._switches)

    @cached_property
    def _switches(self) -> tuple[Parameter, ...]:
        known: dict[str, Any] = {each.name: each for each in self.parameters}
        return tuple(known[name] for name in self.switches)

    def is_on(self, values: Mapping[str, float]) -> bool:
        """Return whether a set of behaviour values has the mechanism."""
        return any(values[each.name] != each.off for each in self._switches)
