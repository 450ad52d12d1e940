import java.util.Arrays;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles the program in each of the folders, with the class path that comes before them. */
public class Compile {
    public static void main(String[] arguments) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (String folder : Arrays.asList(arguments).subList(1, arguments.length)) {
            int status = compiler.run(null, null, null,
                "-encoding", "UTF-8", "-cp", arguments[0], "-d", folder, folder + "/Main.java");
            if (status != 0) {
                System.err.println("javac refused " + folder);
                System.exit(1);
            }
        }
    }
}
