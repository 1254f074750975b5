"""Calls samr on a port that is known already: connects to it without asking the endpoint mapper, as a
client does that has kept the mapper's answer. Needs Debian's python3-samba.

usage: known-endpoint.py SERVER PORT USER%PASSWORD
"""
import sys

from samba.credentials import DONT_USE_KERBEROS, Credentials
from samba.dcerpc import samr
from samba.param import LoadParm

server, port, account = sys.argv[1:]
settings = LoadParm()
settings.load_default()
credentials = Credentials()
credentials.guess(settings)
credentials.parse_string(account)
credentials.set_kerberos_state(DONT_USE_KERBEROS)
connection = samr.samr(f'ncacn_ip_tcp:{server}[{port},sign]', settings, credentials)
# In the form in which Samba's own programs log their calls.
print('     samr_Connect2: struct samr_Connect2\n        in: struct samr_Connect2', flush=True)
print(connection.Connect2(None, 0x02000000))
