export {
  type FakeConnect,
  type FakeConnector,
  type FakeFault,
  startFakeConnect,
} from "./fake-connect.ts";
