# `make run` and `make test` install whatever this machine lacks and then do their work.

PYTHON ?= python3
PHOTO ?= resources/sample/dark-street.jpg
# Training data: a folder with pairs.csv, see weights/README.md.
DATA ?= data

VENV := .venv
PY := $(VENV)/bin/python

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# An environment is made anew only where there is none that works, as others may be running from
# it, or where an installation was killed: pip takes a half-written package for an installed one.
define install
	touch $(VENV)/.unfinished
	rm -f $(VENV)/.installed
	$(PY) -m pip install -c constraints.txt -e ".[$(EXTRAS)]"; \
		status=$$?; rm -f $(VENV)/.unfinished; exit $$status
	touch $(VENV)/.installed $@
endef

$(VENV)/.installed: EXTRAS = raw,heif,codecs
$(VENV)/.installed: pyproject.toml constraints.txt
	@echo "Installing the program into $(VENV), once. PyTorch is large: this takes minutes."
	.ci/install-system-libraries tools "$(PYTHON)"
	test ! -e $(VENV)/.unfinished && $(PY) -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	$(install)

# What tests, linters and training need beside it.
$(VENV)/.equipped: EXTRAS = raw,heif,codecs,train,dev
$(VENV)/.equipped: $(VENV)/.installed
	$(install)

# What builds the manual: `make test` goes without, and what it needs is not installed anew for this.
$(VENV)/.documented: $(VENV)/.equipped
	$(PY) -m pip install -c constraints.txt -e ".[docs]"
	touch $@

# Not a stamp: the check takes less than a second, and the machine may change under the environment.
.PHONY: setup
setup: $(VENV)/.installed ## install what is missing, and no more
	@.ci/install-system-libraries qt "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("platlib"))')"

.PHONY: run
run: setup ## open the application on a photo; another one with PHOTO=path
	$(PY) main.py "$(PHOTO)"

# Compiled modules are kept, whatever the environment says: every process that a test starts reads them.
# In their order: those with the fewest tests are not the shortest, and one core would wait for the last.
TESTS = QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

.PHONY: test
test: setup $(VENV)/.equipped ## run all tests, without a screen, a file at a time on each core
	$(TESTS)

.PHONY: thorough
thorough: setup $(VENV)/.equipped ## run what `make test` leaves out as it takes long: the exporter, more processes, more examples
	$(TESTS) -m "thorough or hypothesis" --hypothesis-profile=thorough

.PHONY: lint
lint: $(VENV)/.equipped ## check style, formatting and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

# Texts that are not translated yet are left out of the .qm files: the window shows them in English.
TRANSLATIONS := $(addprefix resources/translations/ccnet_,de.ts zh.ts)
.PHONY: translations
translations: $(VENV)/.equipped ## collect the window's texts and build what it shows of their translations
	$(VENV)/bin/pyside6-lupdate -no-obsolete -locations none $(shell find app -name "*.py" | sort) ccnet_core/controls.py -ts $(TRANSLATIONS)
	for file in $(TRANSLATIONS); do $(VENV)/bin/pyside6-lrelease -nounfinished $$file || exit; done

# A warning of its makers about a successor is no fault of a page.
.PHONY: docs
docs: setup $(VENV)/.documented ## build the manual into build/manual, and its PDF where there is Chromium
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build
	NO_MKDOCS_2_WARNING=1 $(PY) -m manual paper

.PHONY: screenshots
screenshots: setup $(VENV)/.equipped ## take the manual's pictures of the window anew, and develop its gallery
	$(PY) -m manual screenshots
	$(PY) -m manual gallery

# In an environment of their own: whoever runs or tests the program needs none of them.
TOOLS := build/tools
$(TOOLS)/.installed: packaging/tools.txt
	.ci/install-system-libraries tools "$(PYTHON)"
	"$(PYTHON)" -m venv --clear $(TOOLS)
	$(TOOLS)/bin/python -m pip install -r packaging/tools.txt
	touch $@

.PHONY: dist
dist: $(TOOLS)/.installed ## build dist/*.whl and dist/*.tar.gz, and check what is in them
	rm -f dist/*.whl dist/*.tar.gz
	$(TOOLS)/bin/python -m build
	$(TOOLS)/bin/twine check --strict dist/*.whl dist/*.tar.gz
	$(TOOLS)/bin/check-wheel-contents dist/*.whl

# The program with its Python in one folder. Its environment has the program itself, not a link to the sources.
BUNDLE := build/bundle
$(BUNDLE)/.installed: pyproject.toml constraints.txt packaging/bundle.txt
	.ci/install-system-libraries tools "$(PYTHON)"
	"$(PYTHON)" -m venv --clear $(BUNDLE)
	$(BUNDLE)/bin/python -m pip install -c constraints.txt ".[raw,heif,codecs]"
	$(BUNDLE)/bin/python -m pip uninstall -y opencv-python
	$(BUNDLE)/bin/python -m pip install -c constraints.txt -r packaging/bundle.txt
	touch $@

PACKED := build/packed/ccnet-studio
.PHONY: bundle
bundle: dist $(BUNDLE)/.installed ## pack the program with its Python into build/packed/ccnet-studio
	.ci/install-system-libraries qt "$$($(BUNDLE)/bin/python -c 'import sysconfig; print(sysconfig.get_path("platlib"))')"
	$(BUNDLE)/bin/python -m pip install --no-deps --force-reinstall dist/*.whl
	$(BUNDLE)/bin/pyinstaller --noconfirm --distpath build/packed --workpath build/pyinstaller packaging/ccnet-studio.spec

# RUNTIME=static takes no other than the released one, older no other than that of PyPI, which needs libfuse2.
RUNTIME ?= any
.PHONY: appimage
appimage: bundle ## make one file for Linux of it: dist/*.AppImage
	.ci/install-system-libraries image "$(PYTHON)"
	$(BUNDLE)/bin/python packaging/appimage.py --runtime $(RUNTIME) $(PACKED) build/AppDir \
		"dist/CCNet_Studio-$$($(PACKED)/ccnet --version | cut -d ' ' -f 2)-$$(uname -m).AppImage"

.PHONY: bench
bench: setup $(VENV)/.equipped ## measure speed and memory; with DATA=folder, over its photos too
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks $(if $(wildcard $(DATA)/pairs.csv),--data "$(DATA)")

# A run of a minute: make torture TORTURE="--scale 0.02"; parts and a seed can be named likewise.
.PHONY: torture
torture: setup $(VENV)/.equipped ## see whether anything is lost: files changed, processes killed, calls failing
	$(PY) -m benchmarks.torture $(TORTURE)

.PHONY: evaluate
evaluate: $(VENV)/.equipped ## measure the weights on the val photos of DATA=folder, its brackets and the folders in its free
	mkdir -p runs
	$(PY) -m ccnet_core evaluate --data "$(DATA)" --split val --sheet runs/val-sheet.png
	$(PY) -m ccnet_core evaluate control --data "$(DATA)"
	test ! -e "$(DATA)/brackets.csv" || $(PY) -m ccnet_core evaluate brackets --data "$(DATA)"
	for folder in "$(DATA)"/free/*/; do \
		test ! -d "$$folder" || $(PY) -m ccnet_core evaluate free --data "$$folder" || exit; done

.PHONY: clean
clean: ## remove caches and build output; the environment stays
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
