"""``python -m ccnet_core`` is ``ccnet``."""

from ccnet_core.cli import main

raise SystemExit(main())
