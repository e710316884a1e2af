/**
 * The child process: one request in, one answer out, gone. What a key or share left in memory goes with it.
 * It says nothing but its answer; an error becomes the code `broken`, because messages may contain a share.
 */
import { ChildRequest } from '../../keys/domain/custody.ts';
import { runTask } from './run-task.ts';

process.on('uncaughtException', () => process.exit(70));

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const request = Buffer.concat(chunks);

let said: string;
try {
  said = JSON.stringify(runTask(ChildRequest.parse(JSON.parse(request.toString('utf8')))));
} catch {
  said = JSON.stringify({ bad: 'broken' });
}
for (const chunk of [...chunks, request]) chunk.fill(0);
process.stdout.write(said, () => process.exit(0));
