import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from vectorstore.models.train import contrastive_loss


def test_pairs_of_one_passage_are_no_negatives_of_each_other():
    rows = normalize(torch.tensor([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0]]), dim=1)
    apart, together = (
        contrastive_loss(rows, rows, groups, groups, scale=20)
        for groups in (torch.tensor([0, 1, 2]), torch.tensor([0, 0, 2]))
    )
    assert together < apart


def test_a_further_passage_is_a_negative_unless_it_is_of_the_same_group():
    left = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    right = torch.cat([left, normalize(torch.tensor([[1.0, 0.2]]), dim=1)])
    groups = torch.tensor([0, 1])
    without = contrastive_loss(left, left, groups, groups, scale=5)
    harder = contrastive_loss(left, right, groups, torch.tensor([0, 1, 2]), scale=5)
    assert harder > without + 0.1
    # Of the first query's passage it is none; the second query is far from it.
    own = contrastive_loss(left, right, groups, torch.tensor([0, 1, 0]), scale=5)
    assert without < own < harder


def test_the_loss_is_the_softmax_of_both_directions():
    left = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    right = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    forth = -np.log(np.exp(2) / (np.exp(2) + 2)), -np.log(np.exp(2) / (np.exp(2) + 1 + np.exp(-2)))
    back = -np.log(np.exp(2) / (np.exp(2) + 1))
    loss = contrastive_loss(left, right, torch.tensor([0, 1]), torch.tensor([0, 1, 2]), scale=2.0)
    assert loss.item() == pytest.approx((sum(forth) / 2 + back) / 2, rel=1e-5)
