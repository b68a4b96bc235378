"""The reference network of train.ts in PyTorch: same shapes, same batch, Adam. Prints milliseconds per step, one line per epoch."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(int(sys.argv[2]))
batch, rows, inputs = int(sys.argv[1]), 20_000, 32
x = torch.randn(rows, inputs)
score = x @ torch.randn(inputs, 1)
share = torch.sigmoid(score)
ids = torch.randint(0, 1000, (rows,))


class Reference(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(inputs, 128), nn.Linear(128, 64)
        self.norm, self.embedding = nn.LayerNorm(64), nn.Embedding(1000, 16)
        self.logit, self.amount = nn.Linear(80, 1), nn.Linear(80, 1)

    def forward(self, x, ids):
        hidden = functional.relu(self.second(functional.relu(self.first(x))))
        joined = torch.cat([functional.dropout(self.norm(hidden), 0.1, self.training), self.embedding(ids)], 1)
        return self.logit(joined), self.amount(joined)


model = Reference()
optimiser = torch.optim.Adam(model.parameters(), 1e-3)
for epoch in range(8):
    started, steps, total = time.perf_counter(), 0, 0.0
    for at in range(0, rows, batch):
        logit, amount = model(x[at : at + batch], ids[at : at + batch])
        loss = functional.binary_cross_entropy_with_logits(logit, share[at : at + batch])
        loss = loss + functional.mse_loss(amount, score[at : at + batch])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        steps, total = steps + 1, total + loss.item()
    print((time.perf_counter() - started) * 1000 / steps, total / steps, flush=True)
