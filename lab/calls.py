"""The calls of a round, as the clients that made them logged them: Samba's clients print every request under its
name in Samba's IDL. Needs Debian's python3-samba, which tells the interface and the number of that name.

usage: calls.py ROUND.log
"""
import collections
import importlib
import pkgutil
import re
import sys

import samba.dcerpc

STEP = re.compile(r'^\+ (?:\w+ )?(?P<client>ws1|ws2|lx1) .*?\b(?P<server>dc1|ws2)(?:-v6)?\b')
CALL = re.compile(r'^     (\w+): struct (\w+)$')
# Functions of libnetapi are logged in the same form; the calls that they make follow.
NO_CALL = re.compile(r'^Net[A-Z][a-z]')
REQUEST = re.compile(r'^ +in: struct (\w+)$')


# What Samba's IDL has and python3-samba has not.
WITHOUT_MODULE = {
    'dssetup_DsRoleGetPrimaryDomainInformation': ('3919286a-b10c-11d0-9ba8-00c04fd92ef5', 0),
}


def numbered():
    """Interface and number of every operation of Samba's IDL, by its name there."""
    known = dict(WITHOUT_MODULE)
    for module in pkgutil.iter_modules(samba.dcerpc.__path__):
        idl = importlib.import_module(f'samba.dcerpc.{module.name}')
        for name, operation in vars(idl).items():
            if hasattr(operation, 'opnum') and hasattr(idl, 'abstract_syntax'):
                # Python's names lack what the module is called.
                for spelling in (name, f'{module.name}_{name}'):
                    known[spelling] = (str(idl.abstract_syntax().uuid), operation.opnum())
    return known


OPERATIONS = numbered()
made = collections.Counter()
step = None
before = ''
with open(sys.argv[1], encoding='utf-8', errors='replace') as log:
    for line in log:
        if line.startswith('+ '):
            step = STEP.match(line)
        call, request = CALL.match(before), REQUEST.match(line)
        before = line
        if not call or not request or not call[1] == call[2] == request[1] or NO_CALL.match(call[1]):
            continue
        if not step:
            sys.exit(f'{sys.argv[1]}: nobody known calls {call[1]}')
        if call[1] not in OPERATIONS:
            sys.exit(f'{sys.argv[1]}: {call[1]} is not in Samba\'s IDL')
        made[(step['client'], step['server'], *OPERATIONS[call[1]], call[1])] += 1

print('client,server,interface,opnum,operation,calls')
for key, calls in made.items():
    print(','.join(map(str, (*key, calls))))
