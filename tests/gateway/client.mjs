// The usual client of browsers, as npm has it. Arguments: the server's address, the place of
// socket.io-client, and a JSON list of commands. Prints every event and acknowledgement in the
// order in which they came, as one JSON list.
const [url, library, wishes] = process.argv.slice(2);
const { io } = await import(library);

const socket = io(url, { transports: ["websocket"], reconnection: false });
const came = [];
socket.on("connect_error", (reason) => {
  console.error(reason.message);
  process.exit(1);
});
socket.onAny((name, payload) => came.push([name, plain(payload)]));

// Sent without waiting for one another, as a page does.
const answered = ([name, payload]) =>
  new Promise((done) => {
    socket.emit(name, payload, (answer) => {
      came.push(["ack", answer]);
      done();
    });
  });
await Promise.all(JSON.parse(wishes).map(answered));
console.log(JSON.stringify(came));
socket.disconnect();

function plain(payload) {
  return payload.blob ? { blob: [...new Uint8Array(payload.blob)] } : payload;
}
