"""The reference networks of references.ts in PyTorch: same shapes, same batch, Adam.

python3 train.py mlp|transformer WIDTH BATCH MILLISECONDS THREADS prints the milliseconds of an undisturbed step."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional

network, width, batch, milliseconds, threads = sys.argv[1], *map(int, sys.argv[2:6])
torch.set_num_threads(threads)


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(32, width), nn.Linear(width, width // 2)
        self.norm, self.embedding = nn.LayerNorm(width // 2), nn.Embedding(1000, 16)
        self.logit, self.amount = nn.Linear(width // 2 + 16, 1), nn.Linear(width // 2 + 16, 1)

    def forward(self, x, ids):
        hidden = functional.relu(self.second(functional.relu(self.first(x))))
        joined = torch.cat([functional.dropout(self.norm(hidden), 0.1, self.training), self.embedding(ids)], 1)
        return self.logit(joined), self.amount(joined)


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5000, width)
        self.project, self.mix = nn.Linear(width, 3 * width, False), nn.Linear(width, width, False)
        self.attended, self.block = nn.LayerNorm(width), nn.LayerNorm(width)
        self.wide, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.head = nn.Linear(width, 1)

    def forward(self, ids):
        count, length = ids.shape
        x = self.embedding(ids)
        queries, keys, values = self.project(x).view(count, length, 3, 2, width // 2).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(queries @ keys.transpose(-1, -2) / (width // 2) ** 0.5, -1)
        mixed = (weights @ values).transpose(1, 2).reshape(count, length, width)
        normed = self.attended(x + self.mix(mixed))
        block = self.block(normed + self.narrow(functional.relu(self.wide(normed))))
        return self.head(block.mean(1))


if network == "mlp":
    rows = 20_000
    x, ids = torch.randn(rows, 32), torch.randint(0, 1000, (rows,))
    score = x @ torch.randn(32, 1)
    share = torch.sigmoid(score)
    model = Mlp()

    def loss_of(at):
        logit, amount = model(x[at : at + batch], ids[at : at + batch])
        loss = functional.binary_cross_entropy_with_logits(logit, share[at : at + batch])
        return loss + functional.mse_loss(amount, score[at : at + batch])

else:
    rows = 4 * batch
    ids, targets = torch.randint(0, 5000, (rows, 32)), torch.rand(rows, 1)
    model = Transformer()

    def loss_of(at):
        return functional.mse_loss(model(ids[at : at + batch]), targets[at : at + batch])


optimiser = torch.optim.Adam(model.parameters(), 1e-3)
times, at, end = [], 0, time.perf_counter() + milliseconds / 1000
while len(times) < 5 or time.perf_counter() < end:
    started = time.perf_counter()
    loss = loss_of(at)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    loss.item()
    times.append(1000 * (time.perf_counter() - started))
    at = 0 if at + 2 * batch > rows else at + batch
times = sorted(times[2:])
print(times[len(times) // 10])
