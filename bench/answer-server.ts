/** A thread that answers every request with the same verdict, as fast as Node.js can. */
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const answer = Buffer.from(workerData);
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': answer.length,
      'X-Request-Id': 'req_1',
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' ? address?.port : undefined);
});
