"""``python -m forerun.reference.cookbook [RECIPE ...]`` writes `docs/cookbook/`.

The recipes that are named, or all, are run, and the figures that came out stand in their pages.
``--texts`` writes everything else anew and runs nothing.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from evidence.pages import begin, end, inside
from forerun.reference.source import ROOT
from forerun.reference.tried import WORLDS, Tried, plans_of, tried, written
from scenarios import read_recipe, recipe_names
from scenarios.recipe import without

COMMAND: Final = "python -m forerun.reference.cookbook"
FOLDER: Final = ROOT / "docs" / "cookbook"
FIGURES: Final = "figures"

_HEAD: Final = ("what · 指标", "plan · 方案", "level · 水平", "change · 变化",
                "90 % interval · 90% 区间", "tested · 检验")  # fmt: skip


def path(name: str) -> Path:
    """Return where a recipe's page stands."""
    return FOLDER / f"{name}.md"


def figures(name: str) -> str:
    """Run a recipe, and return what came out as its page shows it."""
    return told(name, tried(name))


def told(name: str, found: Iterable[Tried]) -> str:
    """Return what came out of a recipe as a table, marked by the file that it came of."""
    scenario = read_recipe(name)[1]
    rows = [_HEAD, ("---",) * len(_HEAD), *(written(one, scenario) for one in found)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return f"{mark(name)}\n\n{table}"


def mark(name: str) -> str:
    """Return the line that says which text of the recipe its figures are of."""
    digest = hashlib.sha256(read_recipe(name)[1].text.encode()).hexdigest()[:12]
    return f"{WORLDS} worlds; file `{digest}`."


def page(name: str, figures: str) -> str:
    """Return a recipe's page.

    Parameters
    ----------
    name
        The recipe.
    figures
        What came out.
    """
    recipe, scenario = read_recipe(name)
    command = f"forerun compare {name} --seeds {WORLDS} --plans {','.join(plans_of(scenario))}"
    return f"""*Written by `{COMMAND}`: change `scenarios/recipes/{name}.yaml`, not this page.*

# {recipe.title} · {recipe.title_zh}

{scenario.story}

Operators call it {_listed(recipe.asked)}; {_listed(recipe.asked_zh, "「{}」")}.
It rests on {", ".join(recipe.rests_on)}: see the [evidence](../reference/behaviour.md#evidence)
and the [strategies](../reference/strategies.md).

{recipe.limit}

{recipe.limit_zh}

```yaml
{without(scenario.text).rstrip()}
```

```sh
{command}
```

## What came out

{begin(FIGURES)}

{figures}

{end(FIGURES)}
"""


def kept(name: str) -> str:
    """Return the figures that stand in a recipe's page; empty if it has none."""
    return inside(path(name), FIGURES)


def index() -> str:
    """Return the page that lists the recipes."""
    rows = []
    for name in recipe_names():
        recipe = read_recipe(name)[0]
        numbers = ", ".join(map(str, recipe.rows))
        rows.append(f"| [`{name}`]({name}.md) | {recipe.title} | {recipe.title_zh} | {numbers} |")
    table = "\n".join(rows)
    return f"""*Written by `{COMMAND}`.*

# Cookbook · 配方

What operators do, each as a scenario that runs. `forerun recipes 休眠` looks for one,
`forerun new RECIPE` starts from one, and `forerun compare RECIPE` runs it as it is. The communities
are invented: what holds is which way an effect goes, what it costs and what it does not do, not how
large it is. *Unclear* means that the worlds do not tell, *nothing* that the plans do not differ in
any of them. Rows are those of the list of what was asked for.

| recipe | what | 内容 | rows · 条目 |
|---|---|---|---|
{table}
"""


def _listed(texts: tuple[str, ...], form: str = '"{}"') -> str:
    return ", ".join(form.format(text) for text in texts)


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="RECIPE")
    parser.add_argument("--texts", action="store_true", help="run nothing")
    asked = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    run = () if asked.texts else asked.names or recipe_names()
    for name in recipe_names():
        found = figures(name) if name in run else kept(name)
        path(name).write_text(page(name, found), encoding="utf-8")
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")


if __name__ == "__main__":
    main()
