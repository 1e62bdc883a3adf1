// The fan-out workload on Node's socket.io: join a room, say something, everybody of the room
// hears it, the sender is acknowledged. Nothing is stored.
import { createServer } from "node:http";
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
});

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
