"""Arrays of a safetensors file, mapped rather than read: a page of the file comes into memory when it is first touched.

The format is eight bytes that give the length of a JSON header, the header, and the arrays one after another
(https://huggingface.co/docs/safetensors).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "U64": "<u8", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1",
}  # fmt: skip
_LENGTH = 8


def mapped(file: Path) -> Mapping[str, NDArray[Any]]:
    """Every array of the file, read-only.

    Raises:
        OSError: it cannot be opened.
        ValueError, KeyError: it is cut short or none.
    """
    with file.open("rb") as opened:
        size = int.from_bytes(opened.read(_LENGTH), "little")
        if size > file.stat().st_size:
            raise ValueError(f"{file} is no safetensors file")
        header: dict[str, dict[str, Any]] = json.loads(opened.read(size))
    held: NDArray[np.uint8] = np.memmap(file, mode="r", offset=_LENGTH + size, dtype=np.uint8).view(
        np.ndarray
    )
    return {
        name: held[slice(*told["data_offsets"])].view(_TYPES[told["dtype"]]).reshape(told["shape"])
        for name, told in header.items()
        if name != "__metadata__"
    }
