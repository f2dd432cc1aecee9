"""Which files were made in a folder, those that are gone again included (inotify(7))."""

import ctypes
import os
import struct

IN_CREATE, IN_MOVED_TO = 0x100, 0x80
EVENT = struct.Struct("iIII")
BUFFER_BYTES = 65536

libc = ctypes.CDLL(None, use_errno=True)


class Created:
    """From now on; of folders below it none."""

    def __init__(self, folder):
        self.descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.descriptor < 0 or libc.inotify_add_watch(
                self.descriptor, os.fsencode(folder), IN_CREATE | IN_MOVED_TO) < 0:
            raise OSError(ctypes.get_errno(), "inotify", str(folder))

    def names(self):
        """All, once."""
        names = []
        try:
            while events := os.read(self.descriptor, BUFFER_BYTES):
                while events:
                    *_, size = EVENT.unpack_from(events)
                    names.append(os.fsdecode(events[EVENT.size:EVENT.size + size].rstrip(b"\0")))
                    events = events[EVENT.size + size:]
        except BlockingIOError:
            pass
        os.close(self.descriptor)
        return names
