"""``ccnet train``: make weights."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from ccnet_core.cli.options import DATA_HELP, number_between
from ccnet_core.cli.telling import fail

_OF_CCNET = ("brightening", "colorization", "joint", "exposure", "light")
_DETAIL = "detail"


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "train",
        help="train weights",
        description="Train weights. Checkpoints come every few minutes; --resume goes on from the last. "
        "A folder that holds a run is never replaced.",
    )
    parser.add_argument("phase", choices=(*_OF_CCNET, _DETAIL))
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help="TOML configuration")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=DATA_HELP)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder of the run's own")
    parser.add_argument("--start", type=Path, metavar="FILE", help="weights to start from")
    parser.add_argument(
        "--resume", action="store_true", help="go on from the checkpoint in --out, if there is one"
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")
    parser.add_argument("--workers", type=int, default=1, help="processes that prepare batches (default: 1)")
    parser.add_argument(
        "--cache-gib",
        type=number_between(0, 1024),
        default=4.0,
        metavar="G",
        help="memory for decoded pictures; others are read on demand (default: 4)",
    )
    parser.add_argument(
        "--vgg16",
        type=Path,
        metavar="FILE",
        help="weights of VGG-16 as torchvision saves them: perceptual loss",
    )
    parser.add_argument("--checkpoint-minutes", type=float, default=3.0, metavar="M")
    parser.add_argument("--validation-minutes", type=float, default=10.0, metavar="M")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from ccnet_core.data.layout import DataError
    from ccnet_core.engine.devices import choose_device
    from ccnet_core.network import WeightsError, load_network
    from ccnet_core.network.detail import load_detail
    from ccnet_core.training.config import ConfigError, load_config
    from ccnet_core.training.detail import DetailTrainer, load_detail_config
    from ccnet_core.training.loop import RunOptions, Trainer

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        run = RunOptions(
            device=str(choose_device(options.device)),
            checkpoint_minutes=options.checkpoint_minutes,
            validation_minutes=options.validation_minutes,
            workers=options.workers,
            cache_gib=options.cache_gib,
            resume=options.resume,
            vgg16=options.vgg16,
        )
        trainer: Trainer | DetailTrainer
        if options.phase == _DETAIL:
            detail = load_detail(options.start) if options.start else None
            config = load_detail_config(options.config)
            trainer = DetailTrainer(config, options.data, options.out, run, detail)
        else:
            start = load_network(options.start) if options.start else None
            trainer = Trainer(
                load_config(options.config), options.phase, options.data, options.out, run, start
            )
    except (ConfigError, DataError, WeightsError, OSError, ValueError) as error:
        return fail(str(error))
    try:
        trainer.run()
    except KeyboardInterrupt:
        trainer.save()
        raise
    except DataError as error:
        # A worker's error comes with its traceback; the message is the last line.
        return fail(str(error).splitlines()[-1].split("DataError: ")[-1])
    except OSError as error:
        return fail(f"{error}; what was trained until the last checkpoint is kept: go on with --resume")
    return 0
