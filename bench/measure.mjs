import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Runs a command to its end: wall seconds, the largest resident size in MB that it and its children reached
 * together (looked at every 20 ms), and what it printed; what it told on standard error where that is nothing.
 * @throws Error where it exits otherwise than with 0
 */
export function measure(command, args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const begun = process.hrtime.bigint();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    let errors = '';
    let peak = 0;
    child.stdout.on('data', (chunk) => {
      if (output.length < 4096) output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const watch = setInterval(() => {
      peak = Math.max(peak, residentTree(child.pid));
    }, 20);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      if (code === 0)
        resolve({ seconds, megabytes: Math.round(peak / 1e6), output: (output || errors).trim() });
      else reject(new Error(`${command} ${args.join(' ')} exited with ${code}: ${errors.slice(-2000)}`));
    });
  });
}

function residentTree(root) {
  let bytes = 0;
  const open = [root];
  while (open.length > 0) {
    const pid = open.pop();
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      bytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
      for (const task of readdirSync(`/proc/${pid}/task`))
        for (const next of readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
          if (next !== '') open.push(Number(next));
    } catch {
      // The process ended between one look and the next.
    }
  }
  return bytes;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
