import type { Ast, Condition, Name, Operand, Statement } from './ast.ts';
import { formatDuration } from './units.ts';

/** The text of a program in the strict form, one statement a line. Reading it gives the same program. */
export function printProgram(ast: Ast): string {
  return ast.statements.map((statement) => `${printStatement(statement)}\n`).join('');
}

function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case 'search': {
      const { name, object, actions } = statement;
      return `${name.name} = search ${object.name}:${list(actions)}`;
    }
    case 'filter': {
      const { name, from, where } = statement;
      return `${name.name} = filter ${from === null ? '' : `${from.name} `}where (${printCondition(where)})`;
    }
    case 'join':
      return `${statement.name.name} = join ${list(statement.from)} where (${printCondition(statement.where)})`;
    case 'output':
      return `output ${list(statement.sets)}`;
    case 'outside':
      return statement.text;
  }
}

function list(names: readonly Name[]): string {
  return names.map(({ name }) => name).join(', ');
}

/** The text of a condition. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.args.map((arg) => printPart(arg)).join(` ${condition.kind} `);
    case 'not':
      return `not ${condition.arg.kind === 'not' ? printCondition(condition.arg) : printPart(condition.arg)}`;
    case 'compare': {
      const { operands, ops } = condition;
      return operands
        .map((operand, i) => (i === 0 ? '' : ` ${ops[i - 1]} `) + printOperand(operand))
        .join('');
    }
    case 'in': {
      const { operand, negated, items } = condition;
      return `${printOperand(operand)}${not(negated)} in (${items.map(printOperand).join(', ')})`;
    }
    case 'within':
      return `${printOperand(condition.part)}${not(condition.negated)} in ${printOperand(condition.whole)}`;
    case 'match':
      return `${printOperand(condition.operand)}${not(condition.negated)} match ${printOperand(condition.regex)}`;
  }
}

function not(negated: boolean): string {
  return negated ? ' not' : '';
}

/** A condition that stands in another: in brackets where it is one of several parts. */
function printPart(condition: Condition): string {
  const text = printCondition(condition);
  return condition.kind === 'and' || condition.kind === 'or' ? `(${text})` : text;
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'path':
      return operand.path;
    case 'text':
      return printText(operand.value);
    case 'number':
      return operand.raw;
    case 'boolean':
      return String(operand.value);
    case 'duration':
      return formatDuration(operand.micros);
    case 'sum': {
      const right = printOperand(operand.right);
      return `${printOperand(operand.left)} ${operand.sign} ${operand.right.kind === 'sum' ? `(${right})` : right}`;
    }
  }
}

/** In quotes. A text that ends in a backslash stands on a line of its own: see language-strings-and-match.md. */
function printText(value: string): string {
  const text = `"${value.replaceAll('"', '\\"')}"`;
  return value.endsWith('\\') ? `\n${text}\n` : text;
}
