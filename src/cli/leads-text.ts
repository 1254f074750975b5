import type { Lead } from '../hunt/lead.ts';
import { leadsCsvHeader, leadToCsv, leadToJson } from '../hunt/lead-lines.ts';
import { leadsTable } from '../hunt/leads-table.ts';
import type { Page } from '../model/sink.ts';

/** Leads in the form that the user asked for. */
export function leadsText(leads: readonly Lead[], format: string, page: Page): string {
  switch (format) {
    case 'jsonl':
      return leads.map((lead) => `${leadToJson(lead)}\n`).join('');
    case 'json':
      return leads.length === 0 ? '[\n]\n' : `[\n${leads.map(leadToJson).join(',\n')}\n]\n`;
    case 'csv':
      return leadsCsvHeader() + leads.map(leadToCsv).join('');
    default:
      return leadsTable(leads, page);
  }
}
