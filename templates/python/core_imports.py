"""What every twin imports, under names that no field, record or enum can have."""

# [twin]

import builtins as _builtins
import collections.abc as _abc
import copy as _copy
import copyreg as _copyreg
import enum as _enum_module
import importlib as _importlib
import io as _io
import itertools as _itertools
import json as _json
import math as _math
import operator as _operator
import re as _re
import struct as _struct
import sys as _sys
import threading as _threading
import types as _types
import typing as _typing
