"""``python -m kith_facilitator`` is the ``kith`` command."""

from kith_facilitator.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
