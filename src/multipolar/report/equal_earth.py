"""The Equal Earth projection: areas are true, and shapes look as on a globe."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of Šavrič, Patterson and Jenny (2019), table 1."""


def project(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Place points of the globe on a plane.

    Parameters
    ----------
    longitude, latitude
        Degrees, east and north.

    Returns
    -------
    x, y
        Eastward and northward, for a globe of radius 1: x within +-2.71, y within +-1.32.

    Notes
    -----
    Šavrič, B., Patterson, T. and Jenny, B. (2019), "The Equal Earth map projection",
    *International Journal of Geographical Information Science* 33(3), 454-465, equations 1 to 3:
    with ``sin t = sqrt(3)/2 sin lat``, ``x = 2 sqrt(3) lon cos t / (3 (9 A4 t^8 + 7 A3 t^6 +
    3 A2 t^2 + A1))`` and ``y = A4 t^9 + A3 t^7 + A2 t^3 + A1 t``.
    """
    angle = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    squared = angle * angle
    sixth = squared**3
    slope = 9 * A4 * sixth * squared + 7 * A3 * sixth + 3 * A2 * squared + A1
    x = 2 * np.sqrt(3) * np.radians(longitude) * np.cos(angle) / (3 * slope)
    y = angle * (A4 * sixth * squared + A3 * sixth + A2 * squared + A1)
    return x, y
