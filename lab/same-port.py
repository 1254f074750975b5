"""Connects several times from one source port: the same 4-tuple with a new sequence number each time.
The client ends each connection with a reset, so that the kernel lets it use the port again at once.

usage: same-port.py ADDRESS PORT SOURCE_PORT TIMES
"""
import socket
import struct
import sys

address, port, source_port, times = sys.argv[1], *map(int, sys.argv[2:])
for _ in range(times):
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        connection.bind(('', source_port))
        connection.settimeout(5)
        connection.connect((address, port))
