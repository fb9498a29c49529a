import { Manager, managerFlags } from "opwright/runtime";
import { Member } from "../generated/club.example.com/v1/member.js";
import { Room } from "../generated/club.example.com/v1/room.js";
import { MyMemberReconciler } from "./member-reconciler.js";
import { MyRoomReconciler } from "./room-reconciler.js";

async function main(): Promise<void> {
  const manager = await Manager.create({
    name: "operator",
    ...managerFlags(),
  });

  manager.controller(Member, new MyMemberReconciler());
  manager.controller(Room, new MyRoomReconciler());

  await manager.run();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
