// The fan-out workload on Node's socket.io: join a room, say something, everybody of the
// room hears it. Nothing is stored. With the address of a Redis it is one of several.
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, {
  transports: ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  pingInterval: 8000,
  pingTimeout: 60000,
});

const redis = process.argv[2];
if (redis) {
  const publisher = createClient({ url: redis });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}

io.on("connection", (socket) => {
  socket.on("room.enter", (payload, answer) => {
    socket.join(payload.room);
    answer({ ok: {} });
  });
  socket.on("room.say", (payload, answer) => {
    const entry = { ...payload.entry, text: payload.text, at: Date.now() };
    io.to(payload.room).emit("room.entry", { room: payload.room, channel: "her", entry });
    answer({ ok: { entry } });
  });
  socket.on("point.say", (payload) => io.to(payload.room).emit("point.said", payload));
  socket.on("position.report", (payload) => {
    io.to(payload.room).emit("position.moved", { ...payload, who: socket.id });
  });
});

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
