"""fscrypt.py DIR: makes the empty folder DIR an encrypted one, with a key that the kernel forgets with the mount

Linux, Documentation/filesystems/fscrypt.rst: FS_IOC_ADD_ENCRYPTION_KEY, then FS_IOC_SET_ENCRYPTION_POLICY of version 2."""
import fcntl
import os
import struct
import sys

ADD_KEY, SET_POLICY = 0xC0506617, 0x800C6613
V2, BY_IDENTIFIER, AES_256_XTS, AES_256_CTS, PAD_32 = 2, 2, 1, 4, 3

folder = os.path.abspath(sys.argv[1])
key = bytearray(struct.pack('<II32sII32s', BY_IDENTIFIER, 0, b'', 64, 0, b'') + bytes(range(64)))
fcntl.ioctl(os.open(os.path.dirname(folder), os.O_RDONLY), ADD_KEY, key)
policy = struct.pack('<BBBB4s16s', V2, AES_256_XTS, AES_256_CTS, PAD_32, b'', bytes(key[8:24]))
fcntl.ioctl(os.open(folder, os.O_RDONLY), SET_POLICY, policy)
