"""A small forum in Mesa's own browser view: who came today, who is tied to whom, who left.

    pip install 'forerun[viz]'
    python examples/mesa_viewer.py

and open the address that it prints. The page and all that it needs come from this machine.
"""

from __future__ import annotations

import argparse
import os
import warnings
from datetime import date, timedelta
from pathlib import Path

import networkx as nx
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

try:
    # Mesa's and Solara's own, about each other.
    warnings.filterwarnings("ignore", category=UserWarning, module="solara")
    import solara
    import uvicorn
    from mesa.visualization import SolaraViz, make_plot_component
    from mesa.visualization.utils import update_counter
    from solara.server import settings
except ModuleNotFoundError as missing:
    raise SystemExit(f"{missing.name} is not installed: pip install 'forerun[viz]'") from None

from forerun.warm import warm
from sim.behaviour.preset import Behaviour
from sim.compiled.compile import is_compiled
from sim.members import Member
from sim.model import CommunityModel
from sim.spec import CommunitySpec, GraphSpec
from strategies import Content, Invite, StrategyPlan

START = date(2025, 1, 6)
PAST_DAYS = 28
DAYS = 90
COLOURS = {"came today": "#d95f02", "stayed away": "#7570b3", "left": "#cccccc"}


class SmallForum(CommunityModel):
    """A forum whose numbers are sliders.

    Parameters
    ----------
    founders
        Members who joined four weeks before the first day.
    mean_ties
        Ties that a member ends up with, mean.
    joiners
        Members a day who find the forum by themselves, mean.
    items
        Articles a day by staff.
    reward
        Paid to both sides of an invitation, in currency; 0: no programme.
    rng
        Seed.
    """

    def __init__(
        self,
        *,
        founders: int = 120,
        mean_ties: int = 6,
        joiners: float = 0.5,
        items: float = 0.0,
        reward: float = 0.0,
        rng: int = 1,
    ) -> None:
        spec = CommunitySpec(
            behaviour=Behaviour.preset("forum"),
            launch=START - timedelta(PAST_DAYS),  # so that habits and ties exist
            start=START,
            horizon_days=DAYS,
            organic=np.full(PAST_DAYS + DAYS, joiners),
            organic_known=np.zeros(PAST_DAYS + DAYS, bool),
            founders=founders,
            graph=GraphSpec(mean_ties=mean_ties),
        )
        articles = Content(items_per_day=items, sources={"professional": 1.0})
        friends = Invite(unlock_after=1, inviter_reward=reward, invited_reward=reward)
        super().__init__(spec, StrategyPlan((articles, friends)), rng=rng)
        self.places: dict[int, tuple[float, float]] = {}


SLIDERS = {
    "founders": {"type": "SliderInt", "label": "Founders", "value": 120, "min": 20, "max": 300},
    "mean_ties": {"type": "SliderInt", "label": "Ties a member", "value": 6, "min": 1, "max": 20},
    "joiners": {
        "type": "SliderFloat", "label": "Joiners a day", "value": 0.5, "min": 0, "max": 5,
        "step": 0.5,
    },
    "items": {"type": "SliderFloat", "label": "Articles a day", "value": 0, "min": 0, "max": 5},
    "reward": {"type": "SliderFloat", "label": "Invite reward", "value": 0, "min": 0, "max": 30},
    "rng": {"type": "SliderInt", "label": "World (seed)", "value": 1, "min": 0, "max": 99},
}  # fmt: skip


def state(member: Member) -> str:
    """Return what a member did on the last day lived."""
    if member.has_left:
        return "left"
    today = member.model.community.today - 1
    return "came today" if member.last_visit == today else "stayed away"


def network(model: SmallForum) -> nx.Graph:
    """Return all who ever joined and their ties, and give newcomers a place."""
    graph = nx.Graph()
    for member in model.everyone:
        graph.add_node(member.row, state=state(member))
        graph.add_edges_from((member.row, friend.row) for friend in member.ties)
    if len(model.places) < len(graph):
        # Whoever has a place keeps it, so that the eye can follow.
        model.places = nx.spring_layout(
            graph, pos=model.places or None, fixed=list(model.places) or None, seed=1
        )
    return graph


@solara.component
def Network(model: SmallForum) -> None:
    """Draw members and ties under the day in words."""
    update_counter.get()
    graph = network(model)
    states = dict(graph.nodes(data="state"))
    came = list(states.values()).count("came today")
    solara.Text(f"Day {model.steps} of {DAYS}: {came} of {len(model.agents)} members came.")
    figure = Figure(figsize=(7, 5.5), dpi=72, layout="constrained")
    axes = figure.subplots()
    axes.axis("off")
    ties = [(model.places[a], model.places[b]) for a, b in graph.edges]
    axes.add_collection(LineCollection(ties, linewidths=0.4, colors="#bbbbbb", zorder=0))
    for name, colour in COLOURS.items():
        rows = [row for row, told in states.items() if told == name]
        places = np.array([model.places[row] for row in rows]).reshape(-1, 2)
        axes.scatter(*places.T, s=30, color=colour, label=f"{name}: {len(rows)}")
    axes.legend(loc="upper left", frameon=False)
    solara.FigureMatplotlib(figure, format="png")


@solara.component
def Page() -> None:
    """Show one forum for each browser tab."""
    SolaraViz(
        solara.use_memo(SmallForum, []),
        components=[
            Network,
            make_plot_component({"active": "#d95f02", "posts": "#1b9e77", "left": "#999999"}),
        ],
        model_params=SLIDERS,
        # Longer than a picture takes to draw: Solara shows nothing while days outrun the drawing.
        play_interval=500,
        name="Small forum",
    )


def main() -> None:
    """Serve the page on this machine only."""
    parser = argparse.ArgumentParser(description="A small forum in Mesa's browser view.")
    parser.add_argument("--port", type=int, default=8765, help="where to listen on 127.0.0.1")
    port = parser.parse_args().port
    if not is_compiled():
        print("Compiling the simulation once, about a minute ...", flush=True)
    warm()
    # Solara reports its use to its makers unless it is told not to.
    settings.telemetry.mixpanel_enable = False
    # As a module: a script would be run as __main__ and serve itself again.
    os.environ["SOLARA_APP"] = Path(__file__).stem
    print(f"Open http://127.0.0.1:{port} (Ctrl-C ends it)", flush=True)
    uvicorn.run("solara.server.starlette:app", host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
