"""The mixin of schemas/account.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from account import _AccountFields as Fields
else:
    Fields = object


class AccountMixin(Fields):
    """What can be done with an account. Its balance cannot become negative, whoever assigns it."""

    __slots__ = ()

    def deposit(self, amount: int) -> None:
        if amount <= 0:
            raise ValueError(f"cannot deposit {amount}")
        self.balance += amount

    def withdraw(self, amount: int) -> None:
        if amount <= 0:
            raise ValueError(f"cannot withdraw {amount}")
        self.balance -= amount

    def _compute_summary(self) -> str:
        return f"{self.number} ({self.owner}): {self.balance // 100}.{self.balance % 100:02}"
