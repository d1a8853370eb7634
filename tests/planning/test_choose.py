from __future__ import annotations

import numpy as np

from planning.choose import choose, pareto


def test_the_front_is_what_nothing_dominates() -> None:
    gains = np.array([[1.0, 5.0], [2.0, 4.0], [1.5, 4.0], [0.0, 9.0], [2.0, 4.0]])
    assert pareto(gains) == [0, 1, 3, 4]


def test_one_objective_has_one_best_and_the_first_of_equals() -> None:
    assert pareto(np.array([[1.0], [3.0], [3.0]])) == [1, 2]
    assert choose([np.array([[1.0, 2.0]]), np.array([[3.0, 3.0]]), np.array([[3.0, 3.0]])]) == 1


def test_a_clear_lead_in_the_first_objective_decides() -> None:
    lead = np.array([[10.0, 10.1, 9.9, 10.0], [0.0] * 4])
    cheap = np.array([[9.0, 9.0, 9.1, 9.0], [100.0] * 4])
    assert choose([cheap, lead]) == 1


def test_within_the_noise_of_the_first_the_second_decides() -> None:
    lead = np.array([[10.0, 12.0, 8.0, 10.2], [0.0] * 4])
    cheap = np.array([[9.0, 9.0, 9.1, 9.0], [1.0] * 4])
    assert choose([lead, cheap]) == 1


def test_what_worlds_share_is_not_noise() -> None:
    worlds = np.array([-50.0, 0.0, 50.0, 100.0])
    lead = np.array([worlds + np.array([1.0, 1.1, 0.9, 1.0]), [0.0] * 4])
    assert choose([np.array([worlds, [1.0] * 4]), lead]) == 1
