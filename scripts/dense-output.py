#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""dense-output.py: the dense output of RODAS4 in lib/solver/tableau.h (needs NumPy; run by hand).

The output is y(theta) = (1 - theta) y0 + theta (y1 + (1 - theta) (d_1 + theta d_2)), d_i = sum h_ij U_j. The published
h_ij meet the conditions of order 3 and those of index 1, and leave residuals of up to 0.06 in the conditions of order 4,
0.4 in those of index 1: when steps are long, what is read inside of them is worse than what they end with. Here the
conditions of order 3 are met as well, and of all other h_ij those are taken that make the residuals of the next order,
and those of infinitely stiff components, smallest in the mean square over the step; those of stiff components count
three times up to order 3. Conditions: Hairer & Wanner, Solving ODEs II, IV.7 and VI.4.
"""
import numpy as np

GAMMA = 0.25
A = [[], [1.544], [0.9466785280815826, 0.2557011698983284], [3.314825187068521, 2.896124015972201, 0.9986419139977817],
     [1.221224509226641, 6.019134481288629, 12.53708333932087, -0.6878860361058950]]
C = [[], [-5.6688], [-2.430093356833875, -0.2063599157091915],
     [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
     [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160],
     [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054]]
N = 6


def square(rows):
    full = np.zeros((N, N))
    for i, row in enumerate(rows):
        full[i, :len(row)] = row
    return full


# From U back to the increments k of the usual form: U = Gamma k.
stage = square(A + [A[-1] + [1.0]])
gamma = np.linalg.inv(np.eye(N) / GAMMA - square(C))
alpha, end = stage @ gamma, np.append(stage[-1, :-1], 1.0)
beta = alpha + gamma
omega, one = np.linalg.inv(beta), np.ones(N)
a, b = alpha @ one, beta @ one

# Conditions sum b_i(theta) phi_i = theta^power / density: (power, density, phi).
ORDER_3 = [(1, 1, one), (2, 2, b), (3, 3, a**2), (3, 6, beta @ b)]
ORDER_4 = [(4, 4, a**3), (4, 8, a * (alpha @ b)), (4, 12, beta @ a**2), (4, 24, beta @ beta @ b),
           (4, 4, a * (alpha @ omega @ a**2))]
STIFF_3 = [(2, 1, omega @ a**2), (3, 1, omega @ a**3), (3, 2, omega @ (a * (alpha @ b))),
           (3, 1, omega @ (a * (alpha @ omega @ a**2)))]
STIFF_4 = [(4, 1, omega @ a**4), (4, 2, omega @ (a**2 * (alpha @ b))), (4, 3, omega @ (a * (alpha @ a**2))),
           (4, 1, omega @ (a**2 * (alpha @ omega @ a**2))), (4, 1, omega @ (a * (alpha @ omega @ a**3)))]


def equations(conditions, weight=1.0):
    """Linear equations for (h_1j, h_2j), at times over the step."""
    rows, right = [], []
    for theta in np.linspace(0.05, 0.95, 19):
        rest = theta * (1.0 - theta)
        for power, density, phi in conditions:
            seen = gamma @ phi # what b(theta) = (theta end + rest (d_1 + theta d_2)) gamma makes of phi
            rows.append(weight * np.concatenate((rest * seen, rest * theta * seen)))
            right.append(weight * (theta**power / density - theta * end @ seen))
    return np.array(rows), np.array(right)


def main():
    exact, exact_right = equations(ORDER_3)
    start = np.linalg.lstsq(exact, exact_right, rcond=1e-10)[0]
    assert np.abs(exact @ start - exact_right).max() < 1e-8 # the published digits
    values = np.linalg.svd(exact)
    free = values[2][np.sum(values[1] > 1e-10 * values[1][0]):].T
    parts = [equations(ORDER_4), equations(STIFF_4), equations(STIFF_3, 3.0)]
    rows, right = np.vstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    h = start + free @ np.linalg.lstsq(rows @ free, right - rows @ start, rcond=1e-10)[0]
    for row in h.reshape(2, N):
        print("{" + ", ".join(repr(float(x)) for x in row) + "},")
    for name, conditions in (("order 4", ORDER_4), ("stiff, order 3", STIFF_3), ("stiff, order 4", STIFF_4)):
        matrix, wanted = equations(conditions)
        print("largest residual, %s: %.4f" % (name, np.abs(matrix @ h - wanted).max()))


if __name__ == "__main__":
    main()
