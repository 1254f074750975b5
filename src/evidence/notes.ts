import type { FoundNote } from '../model/finding.ts';
import { MICROS_PER_SECOND } from '../model/time.ts';
import type { Conversation } from './conversations.ts';
import { SMB_PORTS } from './ports.ts';
import type { Scene } from './scene.ts';
import { heardCount } from './sighting.ts';
import { STRICT_MISSES, type StrictMiss, strictMisses } from './strict.ts';

const FALLBACK_WITHIN = 60 * MICROS_PER_SECOND;
const CALLBACK_WITHIN = 900 * MICROS_PER_SECOND;
const PORTS_NAMED = 5;

/** What a reader of a finding should know beside its evidence. */
export function notesOf(scene: Scene, conversation: Conversation): readonly FoundNote[] {
  const notes: FoundNote[] = [];
  const note = (code: string, text: string | null) => {
    if (text !== null) notes.push({ code, text });
  };
  note('smb-fallback', smbFallback(conversation));
  note('dcom-callback', dcomCallback(scene, conversation));
  note('other-port', otherPort(scene, conversation));
  note('not-rpc', notRpc(conversation));
  note('named-by-log', namedByLog(conversation));
  note('syn-retries', synRetries(conversation));
  note('sensors', sensors(conversation));
  const miss = strictMiss(scene, conversation);
  if (miss !== null) notes.push({ code: miss.code, text: miss.text, reasons: miss.reasons });
  return notes;
}

/** A client that is kept from a dynamic port goes on through a pipe, on a connection that may be open already. */
function smbFallback({ pair, climbs, transport }: Conversation): string | null {
  if (transport === 'ncacn_np') return null;
  const blocked = climbs.filter(({ flow: { status } }) => status === 'unanswered' || status === 'refused');
  if (blocked.length === 0 || blocked.length < climbs.length) return null;
  const { start, end } = blocked[0]!.flow;
  for (const port of SMB_PORTS) {
    const used = pair.ports
      .get(port)
      ?.find(
        (flow) => flow.status === 'answered' && flow.end >= start && flow.start <= end + FALLBACK_WITHIN,
      );
    if (used !== undefined)
      return `the port was blocked, and the client had a connection to port ${port} of the server then (from its port ${used.clientPort})`;
  }
  return null;
}

function dcomCallback(scene: Scene, { pair, start, end }: Conversation): string | null {
  const back = scene.pair(pair.server, pair.client);
  return back?.mappers.activatedBetween(start - CALLBACK_WITHIN, end) === true
    ? 'the server had activated a DCOM object on the client before: this may be the callback'
    : null;
}

function otherPort({ maps }: Scene, { climbs, steps, evidence }: Conversation): string | null {
  if (evidence !== 'disproved' || steps.mapped !== 'denied') return null;
  const ports = [
    ...new Set(climbs.flatMap(({ others }) => others.map((row) => maps.port('mapped_port', row)))),
  ];
  const named = ports.slice(0, PORTS_NAMED).join(', ');
  return `the mapper answered, and named ${ports.length > PORTS_NAMED ? `${named} and others` : named} instead of this port`;
}

function notRpc({ evidence, steps }: Conversation): string | null {
  return evidence === 'disproved' && steps.bound === 'denied'
    ? 'the payload of the connection is in the input, and holds no RPC'
    : null;
}

function namedByLog({ evidence, climbs }: Conversation): string | null {
  return evidence === 'bound' && climbs.every(({ flow }) => heardCount(flow.heard) === 0)
    ? 'the log says that DCE/RPC was spoken; which interface was asked for, and what was called, it does not say'
    : null;
}

function synRetries({ climbs }: Conversation): string | null {
  const most = climbs.reduce((before, { flow: { attempts } }) => Math.max(before, attempts), 0);
  return most > 1 ? `the client asked up to ${most} times to open a connection: that is one attempt` : null;
}

function sensors({ climbs }: Conversation): string | null {
  const twice = climbs.filter(({ flow }) => flow.views.length > 1).length;
  return twice === 0
    ? null
    : `${twice === 1 ? 'one connection was' : `${twice} connections were`} seen in more than one input, and counted once`;
}

/** What strict CAR misses of a conversation, and why; null where it finds all that stands. */
export function strictMiss(scene: Scene, conversation: Conversation): (FoundNote & StrictReasons) | null {
  const { climbs, pair, evidence, transport } = conversation;
  const standing = climbs.filter(
    (one) => one.evidence !== null && (one.evidence !== 'disproved' || evidence === 'disproved'),
  );
  const missed = standing.filter(({ flow }) => !scene.strict.finds(flow));
  if (missed.length === 0) return null;
  const isPipe = transport === 'ncacn_np';
  const reasons = [...new Set(missed.flatMap(({ flow }) => strictMisses(flow, pair.mappers, isPipe)))];
  const why = reasons.map((reason) => STRICT_MISSES[reason]).join('; ');
  return missed.length === standing.length
    ? { code: 'strict-misses', text: `strict CAR-2014-05-001 does not find it: ${why}`, reasons }
    : {
        code: 'strict-misses-some',
        text: `strict CAR-2014-05-001 does not find ${missed.length} of its ${standing.length} connections: ${why}`,
        reasons,
      };
}

interface StrictReasons {
  readonly reasons: readonly StrictMiss[];
}
